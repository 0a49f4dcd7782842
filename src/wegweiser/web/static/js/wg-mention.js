// <wg-mention> within data-names='["Ana Alba"]': proposes names behind an @ in its text field; arrows choose, Enter or Tab takes.

let count = 0;

export default () => class extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea");
    if (!this.field || this.list) return;
    this.names = JSON.parse(this.closest("[data-names]")?.dataset.names ?? "[]");
    this.list = Object.assign(document.createElement("div"), { id: `wg-names-${++count}`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "@");
    this.append(this.list);
    for (const [name, value] of [["aria-autocomplete", "list"], ["aria-haspopup", "listbox"],
      ["aria-controls", this.list.id]]) this.field.setAttribute(name, value);
    this.field.addEventListener("input", () => this.propose());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      if (!option) return;
      event.preventDefault();
      this.take(option.textContent);
    });
  }

  /** @returns {string | null} What stands between the last @ and the cursor, where that may be a name. */
  begun() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    return before.match(/(?:^|[^\p{L}\p{N}])@([\p{L}\p{N} .'-]{0,40})$/u)?.[1] ?? null;
  }

  propose() {
    const begun = this.begun()?.toLocaleLowerCase();
    const fits = begun === undefined ? [] : this.names.filter((name) =>
      [name, ...name.split(" ")].some((part) => part.toLocaleLowerCase().startsWith(begun))).slice(0, 6);
    this.list.replaceChildren(...fits.map((name, at) => {
      const option = Object.assign(document.createElement("div"), { id: `${this.list.id}-${at}`, textContent: name });
      option.setAttribute("role", "option");
      return option;
    }));
    this.choose(0);
    this.list.hidden = !fits.length;
  }

  /** @param {number} at */
  choose(at) {
    const options = [...this.list.children];
    this.at = options.length ? (at + options.length) % options.length : 0;
    options.forEach((option, nth) => option.setAttribute("aria-selected", String(nth === this.at)));
    if (options.length) this.field.setAttribute("aria-activedescendant", options[this.at].id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (this.list.hidden) return;
    if (event.key === "ArrowDown") this.choose(this.at + 1);
    else if (event.key === "ArrowUp") this.choose(this.at - 1);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.list.children[this.at].textContent);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} name */
  take(name) {
    const at = this.field.selectionStart;
    const from = at - this.begun().length;
    this.field.setRangeText(`${name} `, from, at, "end");
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }
};
