// Totals by source, by year and in all, and the gap to the cost, follow the typing. The server counts again. A sum of
// which one amount cannot be read is not told: a dash stands there, and the entry is marked.
import { cells, read, write } from "./amounts.js";

const NO_BREAK = "\u00a0";
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const typed = (input) => read(input.value) || (Number.isNaN(read(input.value)) ? NaN : 0);

export function followTyping(table) {
  const rows = [...table.tBodies[0].rows].map((row) => ({
    inputs: [...row.querySelectorAll("[data-amount]")],
    total: row.querySelector("[data-row-total]"),
  }));
  const columns = [...table.querySelectorAll("[data-column-total]")];
  const whole = table.querySelector("[data-grand-total]");
  const balance = table.parentElement.nextElementSibling;

  function count() {
    const amounts = rows.map(({ inputs }) => inputs.map(typed));
    rows.forEach(({ total }, index) => (total.textContent = write(sum(amounts[index]))));
    columns.forEach((cell, index) => (cell.textContent = write(sum(amounts.map((row) => row[index])))));
    const total = sum(amounts.map(sum));
    whole.textContent = write(total);
    if (balance && balance.matches("[data-balance]")) showBalance(balance, total);
  }

  table.addEventListener("input", count);
  table.addEventListener("focusout", ({ target }) => target.matches("[data-amount]") && tidy(target));
  table.addEventListener("paste", (event) => event.target.matches("[data-amount]") && spread(event, rows) && count());
}

// Group the digits of what is read; mark what is not, until it is mended.
function tidy(input) {
  const amount = read(input.value);
  if (Number.isNaN(amount)) return input.setAttribute("aria-invalid", "true");
  if (!input.closest("td, .form-group").querySelector(".error-message")) input.removeAttribute("aria-invalid");
  if (amount !== null && amount >= 0) input.value = write(amount);
}

// Several cells of a spreadsheet go each to its own entry, from the one pasted into, to the right and down. What does not
// fit stays whole in that entry, which says that it holds several amounts.
function spread(event, rows) {
  const pasted = severalCells(event);
  if (!pasted) return false;
  event.preventDefault();
  const top = rows.findIndex(({ inputs }) => inputs.includes(event.target));
  const left = rows[top].inputs.indexOf(event.target);
  const into = pasted.map((line, down) => line.map((_cell, right) => rows[top + down]?.inputs[left + right]));
  if (into.flat().some((input) => !input)) event.target.value = asOne(pasted);
  else pasted.flat().forEach((cell, rank) => (into.flat()[rank].value = cell.trim()));
  into.flat().filter(Boolean).forEach(tidy);
  return true;
}

// In an entry that stands alone, a browser would join two cells into one number: they are kept apart, to be refused.
export function keepApart(input) {
  input.addEventListener("paste", (event) => {
    const pasted = severalCells(event);
    if (!pasted || input.closest("[data-totals]")) return;
    event.preventDefault();
    input.value = asOne(pasted);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function severalCells(event) {
  const pasted = cells(event.clipboardData.getData("text"));
  return pasted.length > 1 || pasted[0].length > 1 ? pasted : null;
}

const asOne = (pasted) => pasted.map((line) => line.join(" | ")).join(" | ");

function showBalance(balance, total) {
  balance.querySelector("[data-total]").textContent = write(total);
  const cost = balance.querySelector("[data-cost]").dataset.cost;
  if (!cost) return;
  const gap = total - Number(cost);
  balance.querySelector("[data-gap]").innerHTML = `${write(gap, true)}${NO_BREAK}<span class="unit">FCFA</span>`;
  balance.classList.toggle("balance--gap", gap !== 0);
}
