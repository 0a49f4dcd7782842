// <wg-edit action name fields target>: text edited where it stands. Enter saves, Shift+Enter is a new line, Escape
// leaves it as it was, leaving the field saves. The new text stands there at once; where it cannot be saved, the field
// opens again with the reason. What could not be sent stays in this tab until it is.

/** @param {string} tag @param {object} given */
const made = (tag, given) => Object.assign(document.createElement(tag), given);

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    if (this.button) return;
    this.fields = this.getAttribute("fields") ?? "{}";
    this.button = this.querySelector(".t");
    this.base = this.button.textContent;
    this.button.addEventListener("click", () => this.open());
    const kept = sessionStorage.getItem(this.key);
    if (kept === null || kept === this.base) return;
    this.show(kept);
    this.tell("unsent");
  }

  get key() {
    return `wg:edit:${this.getAttribute("action")}:${this.getAttribute("name")}:${this.fields}`;
  }

  open() {
    if (this.box) return;
    this.show(this.base);
    this.box.focus();
    this.box.select();
  }

  /** @param {string} text - What stands in the field, such as that of an attempt that was never sent. */
  show(text) {
    // The state she saw, so that a text somebody removes while she writes is not lost.
    this.since = this.closest("[data-revision]")?.dataset.revision;
    this.box = made("textarea", {
      rows: 1, value: text, ariaLabel: tools.word("edit"),
      oninput: () => sessionStorage.setItem(this.key, this.box.value),
      onkeydown: (event) => this.pressed(event),
      onblur: () => { if (this.dataset.state !== "conflict") this.save(); },
    });
    this.button.hidden = true;
    this.button.after(this.box);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.shut();
    } else if (event.key === "Enter" && !event.shiftKey) this.save(true);
    else return;
    event.preventDefault();
  }

  /** Puts the text back as it was and forgets the draft. */
  shut(focus = true) {
    sessionStorage.removeItem(this.key);
    const box = this.box;
    this.box = null; // first, for taking the field away is leaving it
    box?.remove();
    this.told?.remove();
    delete this.dataset.state;
    this.button.hidden = false;
    if (focus) this.button.focus();
  }

  save(focus = false) {
    if (!this.box) return;
    const text = this.box.value.trim();
    const was = this.base;
    if (text === was.trim()) return void this.shut(focus);
    const name = this.getAttribute("name");
    const sent = { ...JSON.parse(this.fields), ...(this.since && { since: this.since }), [name]: text, base: was };
    this.base = text;
    this.button.textContent = text;
    this.shut(focus);
    sessionStorage.setItem(this.key, text);
    this.dataset.state = "saving";
    tools.queue(() => this.send(sent, text, was));
  }

  async send(sent, text, was) {
    let answer = null;
    let markup = "";
    try {
      answer = await tools.post(this.getAttribute("action"), sent);
      markup = await answer.text();
    } catch { /* Told like everything that was not sent. */ }
    if (answer?.ok) this.saved(markup);
    else this.refused(text, was, answer && tools.parse(markup));
  }

  /** Puts the server's own markup in place of the target, and keeps the focus where it is. */
  saved(markup) {
    delete this.dataset.state;
    const target = document.querySelector(this.getAttribute("target") || null) ?? this;
    if (!this.box) sessionStorage.removeItem(this.key);
    // She writes here again already: the next answer brings what this one did.
    if (!markup.trim() || (this.box && target.contains(this))) return;
    const focus = target.contains(document.activeElement);
    const nodes = [...tools.parse(markup).body.children];
    const parent = target.parentElement;
    target.replaceWith(...nodes);
    tools.process(parent);
    if (focus) nodes.map((node) => node.querySelector("wg-edit .t")).find(Boolean)?.focus();
  }

  /** Opens the field again beside what the server says: somebody else's text, or what is wrong with this one. */
  refused(text, was, page) {
    const focus = document.activeElement === this.button;
    this.base = was;
    this.button.textContent = was;
    if (!this.box) this.show(text);
    const theirs = page?.querySelector("[data-theirs]")?.textContent.trim();
    if (theirs) this.tell("conflict", theirs);
    else this.tell("unsent", tools.problem(page));
    if (focus) this.box.focus();
  }

  /** @param {"unsent" | "conflict"} state @param {string} [detail] */
  tell(state, detail = "") {
    this.dataset.state = state;
    sessionStorage.setItem(this.key, this.box.value);
    this.told?.remove();
    this.told = made("div", { className: "told", role: "alert" });
    const row = made("div", { className: "btns" });
    if (state === "conflict") {
      this.told.append(tools.word("theirs"), " ", made("q", { textContent: detail }));
      row.append(this.choice("mine", () => { this.base = detail; this.save(true); }));
      row.append(this.choice("leave", () => { this.base = detail; this.button.textContent = detail; this.shut(); }));
    } else {
      this.told.append(detail || tools.word("unsent"));
      row.append(this.choice("again", () => this.save(true)));
    }
    this.told.append(row);
    this.box.after(this.told);
  }

  choice(word, act) {
    return made("button", {
      type: "button", className: "btn small", textContent: tools.word(word),
      // A press of the mouse would first leave the field, which saves.
      onmousedown: (event) => event.preventDefault(),
      onclick: () => { delete this.dataset.state; act(); },
    });
  }
};
