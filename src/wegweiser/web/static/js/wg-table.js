// <wg-table>: narrows a small table while one types in its field with data-narrow, and sorts it by its heads. Rows carry
// data-value on a cell where what is shown does not sort as it reads.

/** @param {import("./app.js").Tools} tools */
export default (tools) => class extends HTMLElement {
  connectedCallback() {
    if (this.table) return;
    this.table = this.querySelector("table");
    this.body = this.table.tBodies[0];
    this.field = this.querySelector("[data-narrow]");
    this.field?.addEventListener("input", () => this.narrow());
    for (const head of this.table.tHead?.querySelectorAll("th[data-sort]") ?? []) this.head(head);
  }

  /** Makes a head a button that sorts; a second press turns the order round. */
  head(head) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const falling = head.getAttribute("aria-sort") === "ascending";
      for (const other of this.table.tHead.querySelectorAll("[aria-sort]")) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      this.sort(head.cellIndex, falling);
    });
  }

  /** @param {number} column @param {boolean} falling */
  sort(column, falling) {
    const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const value = (row) => row.cells[column]?.dataset.value ?? row.cells[column]?.textContent.trim() ?? "";
    const numbers = [...this.body.rows].every((row) => value(row) === "" || !Number.isNaN(Number(value(row))));
    const rows = [...this.body.rows].sort((a, b) => {
      // What is not known stands last in both orders.
      if (value(a) === "" || value(b) === "") return (value(a) === "") - (value(b) === "");
      const found = numbers ? Number(value(a)) - Number(value(b)) : order.compare(value(a), value(b));
      return falling ? -found : found;
    });
    this.body.append(...rows);
  }

  narrow() {
    const words = this.field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of this.body.rows) {
      const text = row.textContent.toLocaleLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    clearTimeout(this.timer);
    // Said once the typing stops, else a screen reader would talk into it.
    this.timer = setTimeout(() => tools.say(tools.word("rows", { shown, total: this.body.rows.length })), 500);
  }
};
