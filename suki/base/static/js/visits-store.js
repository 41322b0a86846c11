// What this phone keeps of visits: what waits to be sent (“waiting”), and what is half written (“drafts”).
let database;

function opened() {
  database ??= new Promise((done, fail) => {
    const asked = indexedDB.open("suki-visits", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("waiting", { keyPath: "uid" });
      asked.result.createObjectStore("drafts", { keyPath: "key" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  return database;
}

// Done only when the browser has it on its disk: what was said to be saved is saved.
async function within(store, mode, act) {
  const transaction = (await opened()).transaction(store, mode, { durability: "strict" });
  return new Promise((done, fail) => {
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => done(request.result);
    transaction.onerror = transaction.onabort = () => fail(transaction.error);
  });
}

export const all = (store) => within(store, "readonly", (rows) => rows.getAll());
export const put = (store, row) => within(store, "readwrite", (rows) => rows.put(row));
export const drop = (store, key) => within(store, "readwrite", (rows) => rows.delete(key));
