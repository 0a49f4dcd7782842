// <wg-shortcuts>: keys that work everywhere. Any element with data-key="mod+z" is pressed by that key; "?" shows the
// list, "/" goes to the search field.

/** @param {KeyboardEvent} event */
const named = (event) => [
  event.ctrlKey || event.metaKey ? "mod+" : "",
  event.altKey ? "alt+" : "",
  event.shiftKey && (event.key.length > 1 || event.ctrlKey || event.metaKey) ? "shift+" : "",
  event.key.toLowerCase(),
].join("");

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.onKey = (event) => this.pressed(event);
    document.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const typing = event.target.closest?.("input:not([type=checkbox],[type=radio],[type=range]),textarea,select,[contenteditable]");
    if (event.defaultPrevented || event.isComposing || typing || document.querySelector("dialog:modal")) return;
    const key = named(event);
    if (key === "?") {
      event.preventDefault();
      this.dialog.showModal();
      return;
    }
    if (key === "/") {
      const field = [...document.querySelectorAll("input[type=search]")].find((one) => one.checkVisibility());
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
      return;
    }
    const find = () => [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(key));
    const found = find();
    if (!found || (found.disabled && !tools.busy())) return;
    event.preventDefault();
    // What is being saved may be what the key is for: it is saved and drawn first.
    if (tools.busy()) tools.queue(async () => {}).then(() => find()?.click());
    else found.click();
  }
};
