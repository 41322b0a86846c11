/* Passkeys: <form data-passkey="login|use|add"> asks the device before it is sent. Parts marked `data-passkey-part` are
   shown where the browser can do it, `data-passkey-none` where it cannot. Without scripts the password does it all. */

const able = Boolean(window.isSecureContext && window.PublicKeyCredential);
for (const part of document.querySelectorAll("[data-passkey-part]")) part.hidden = !able;
for (const part of document.querySelectorAll("[data-passkey-none]")) part.hidden = able;
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    if (form.credential.value) return;
    event.preventDefault();
    ask(form);
  });
}

async function ask(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const options = await optionsOf(form);
    const credential = form.dataset.passkey === "add" ? await make(options) : await use(options);
    form.credential.value = JSON.stringify(credential);
    form.submit();
  } catch (trouble) {
    console.info(trouble);
    failed.hidden = false;
  }
}

async function optionsOf(form) {
  if (form.dataset.passkey !== "login") return JSON.parse(form.querySelector("#passkey-options").textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  return (await answer.json()).request_options;
}

async function make({ publicKey }) {
  const selection = { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      authenticatorSelection: selection,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
    },
  });
  return said(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function use({ publicKey }) {
  const used = await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: withBytes(publicKey.allowCredentials) },
  });
  return said(used, {
    authenticatorData: text(used.response.authenticatorData),
    signature: text(used.response.signature),
    userHandle: used.response.userHandle ? text(used.response.userHandle) : null,
  });
}

function said(credential, response) {
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function withBytes(credentials = []) {
  return credentials.map((each) => ({ ...each, id: bytes(each.id) }));
}

function bytes(base64url) {
  return Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const signs = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
