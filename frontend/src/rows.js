// More rows under the others, without asking the server. The button sends the form where this does not run.
const MORE = 3;
const RANKED = ["name", "id", "for", "aria-describedby"];

export function addRows(button) {
  const prefix = button.dataset.addRow;
  const body = document.querySelector(`[data-rows="${prefix}"]`);
  const total = button.form.elements[`${prefix}-TOTAL_FORMS`];
  const most = Number(button.form.elements[`${prefix}-MAX_NUM_FORMS`].value);

  button.addEventListener("click", (event) => {
    event.preventDefault();
    const first = Number(total.value);
    const last = Math.min(first + MORE, most);
    for (let rank = first; rank < last; rank++) {
      body.append(blank(body.rows[rank - 1].cloneNode(true), prefix, rank));
    }
    total.value = last;
    if (last > first) body.rows[first].querySelector("input").focus();
  });
}

function blank(row, prefix, rank) {
  row.querySelectorAll(".error-message").forEach((message) => message.remove());
  row.querySelectorAll("*").forEach((node) => {
    for (const name of RANKED) {
      const value = node.getAttribute(name);
      if (value) node.setAttribute(name, value.replace(`${prefix}-${rank - 1}-`, `${prefix}-${rank}-`));
    }
    node.removeAttribute("aria-invalid");
    if (node.matches("input, select")) node.value = "";
    if (node.matches("details")) node.open = false;
    if (node.matches("label, summary > span")) node.textContent = node.textContent.replace(/\d+$/, rank + 1);
  });
  return row;
}
