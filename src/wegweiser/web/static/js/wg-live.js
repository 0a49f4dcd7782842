// <wg-live src>: follows what others do. Each change becomes an event `wg:changed` on the document with revision, by
// and targets; who else is here is shown as initials. A lost stream is opened again, later each time.

const LONGEST = 30000;

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    this.wait = 1000;
    this.open();
    this.onBack = () => { if (this.dataset.state === "lost") this.open(); };
    window.addEventListener("online", this.onBack);
  }

  disconnectedCallback() {
    window.removeEventListener("online", this.onBack);
    clearTimeout(this.timer);
    clearTimeout(this.worry);
    this.stream?.close();
  }

  open() {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = new EventSource(this.getAttribute("src"));
    this.stream.addEventListener("open", () => this.found());
    this.stream.addEventListener("error", () => this.lost());
    this.stream.addEventListener("changed", (event) => this.changed(JSON.parse(event.data)));
    this.stream.addEventListener("here", (event) => this.here(JSON.parse(event.data)));
    for (const name of ["said", "fresh"]) {
      this.stream.addEventListener(name, (event) => {
        document.dispatchEvent(new CustomEvent(`wg:${name}`, { detail: JSON.parse(event.data) }));
      });
    }
    this.stream.addEventListener("behind", () => location.reload());
  }

  found() {
    clearTimeout(this.worry);
    this.worry = 0;
    this.wait = 1000;
    this.dataset.state = "open";
    document.dispatchEvent(new CustomEvent("wg:connection", { detail: { lost: false } }));
  }

  /** A stream that breaks for a moment is nobody's concern; after three seconds it is. */
  lost() {
    this.worry ||= setTimeout(() => {
      this.dataset.state = "lost";
      document.dispatchEvent(new CustomEvent("wg:connection", { detail: { lost: true } }));
    }, 3000);
    if (this.stream.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST);
  }

  /** @param {{revision: number, by: string, targets: string[]}} change */
  changed(change) {
    document.dispatchEvent(new CustomEvent("wg:changed", { detail: change }));
  }

  /** @param {{people: {name: string, initials: string}[]}} found */
  here({ people }) {
    const faces = people.map(({ name, initials }) => {
      const face = document.createElement("span");
      face.className = "av small";
      face.textContent = initials;
      face.title = name;
      face.setAttribute("role", "img");
      face.setAttribute("aria-label", tools.word("here", { who: name }));
      return face;
    });
    const row = document.createElement("span");
    row.className = "avs";
    row.append(...faces);
    this.replaceChildren(...(faces.length ? [row] : []));
  }
};
