// <wg-copy text>: its button puts a text on the clipboard.

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", async (event) => {
      if (!event.target.closest("button")) return;
      try {
        await navigator.clipboard.writeText(this.getAttribute("text") ?? "");
        tools.say(tools.word("copied"));
      } catch {
        tools.say(tools.word("failed"), "bad");
      }
    });
  }
};
