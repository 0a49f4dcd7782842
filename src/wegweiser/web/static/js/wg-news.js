// <wg-news src>: says in the status line what others finished, each as a sentence the server sends.

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    this.stream = new EventSource(this.getAttribute("src"));
    this.stream.addEventListener("told", (event) => tools.say(JSON.parse(event.data).text));
  }

  disconnectedCallback() {
    this.stream?.close();
  }
};
