// <wg-edit action name fields target>: text edited where it stands. Enter saves, Shift+Enter is a new line, Escape
// leaves it as it was, leaving the field saves. What could not be sent stays in this tab until it is.

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    if (this.button) return;
    this.button = this.querySelector(".t");
    this.base = this.button.textContent;
    this.button.addEventListener("click", () => this.open());
    const kept = sessionStorage.getItem(this.key);
    if (kept !== null && kept !== this.base) this.open(kept);
  }

  get fields() {
    return this.getAttribute("fields") ?? "{}";
  }

  get key() {
    return `wg:edit:${this.getAttribute("action")}:${this.getAttribute("name")}:${this.fields}`;
  }

  /** @param {string | null} kept - Text of an earlier attempt that was never sent. */
  open(kept = null) {
    if (this.box) return;
    // The state she saw, so that a text somebody removes while she writes is not lost.
    this.since = this.closest("[data-revision]")?.dataset.revision;
    this.box = document.createElement("textarea");
    this.box.rows = 1;
    this.box.value = kept ?? this.base;
    this.box.setAttribute("aria-label", tools.word("edit"));
    this.button.hidden = true;
    this.button.after(this.box);
    this.box.addEventListener("input", () => sessionStorage.setItem(this.key, this.box.value));
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    this.box.addEventListener("blur", () => { if (this.dataset.state !== "conflict") this.save(); });
    if (kept !== null) {
      this.tell("unsent");
      return;
    }
    this.box.focus();
    this.box.select();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.save(true);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.shut();
    }
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

  async save(focus = false) {
    if (!this.box || this.dataset.state === "saving") return;
    const text = this.box.value.trim();
    if (text === this.base.trim()) {
      this.shut(focus);
      return;
    }
    this.dataset.state = "saving";
    let answer;
    try {
      const sent = { ...JSON.parse(this.fields), ...(this.since && { since: this.since }), [this.getAttribute("name")]: text, base: this.base };
      answer = await tools.post(this.getAttribute("action"), sent);
    } catch {
      this.tell("unsent");
      return;
    }
    const markup = await answer.text();
    if (answer.ok) this.saved(text, markup, focus);
    else this.refused(tools.parse(markup));
  }

  /** Shows what the server made of the text: its own markup in place of the target, else the text itself. */
  saved(text, markup, focus) {
    this.base = text;
    this.button.textContent = text;
    this.shut(focus);
    const target = document.querySelector(this.getAttribute("target") || null) ?? this;
    if (!markup.trim()) return;
    const nodes = [...tools.parse(markup).body.children];
    const parent = target.parentElement;
    target.replaceWith(...nodes);
    tools.process(parent);
    if (!focus) return;
    const again = nodes.map((node) => (node.matches("wg-edit") ? node : node.querySelector("wg-edit"))).find(Boolean);
    again?.querySelector(".t")?.focus();
  }

  /** Keeps what was typed beside what the server says: somebody else's text, or what is wrong with this one. */
  refused(page) {
    const theirs = page.querySelector("[data-theirs]");
    if (theirs) {
      this.tell("conflict", theirs.textContent.trim());
      return;
    }
    this.tell("unsent", page.querySelector("[data-problem]")?.textContent.trim().replace(/\s+/g, " "));
  }

  /** @param {"unsent" | "conflict"} state @param {string} [detail] */
  tell(state, detail = "") {
    this.dataset.state = state;
    sessionStorage.setItem(this.key, this.box.value);
    this.told?.remove();
    this.told = document.createElement("div");
    this.told.className = "told";
    this.told.setAttribute("role", "alert");
    const row = document.createElement("div");
    row.className = "btns";
    if (state === "conflict") {
      const said = document.createElement("q");
      said.textContent = detail;
      this.told.append(tools.word("theirs"), " ", said);
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
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn small", textContent: tools.word(word) });
    // A press of the mouse would first leave the field, which saves.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => { delete this.dataset.state; act(); });
    return button;
  }
};
