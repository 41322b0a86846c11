// data-toast: closes by itself, unless somebody looks at it.
export { watch as start } from "./toasts.js";
