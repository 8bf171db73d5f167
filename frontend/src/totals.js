// Totals by source, by year and in all, and the gap to the cost, follow the typing. The server counts again.
const NO_BREAK = "\u00a0";

export const read = (text) => Number(text.replace(/\D/g, "") || 0);

export function write(number, signed) {
  const digits = String(Math.abs(number)).replace(/\B(?=(\d{3})+$)/g, NO_BREAK);
  if (number < 0) return `\u2212${digits}`;
  return signed && number > 0 ? `+${digits}` : digits;
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

export function followTyping(table) {
  const rows = [...table.tBodies[0].rows].map((row) => ({
    inputs: [...row.querySelectorAll("[data-amount]")],
    total: row.querySelector("[data-row-total]"),
  }));
  const columns = [...table.querySelectorAll("[data-column-total]")];
  const whole = table.querySelector("[data-grand-total]");
  const balance = table.parentElement.nextElementSibling;

  function count() {
    const amounts = rows.map(({ inputs }) => inputs.map((input) => read(input.value)));
    rows.forEach(({ total }, index) => (total.textContent = write(sum(amounts[index]))));
    columns.forEach((cell, index) => (cell.textContent = write(sum(amounts.map((row) => row[index])))));
    const total = sum(amounts.map(sum));
    whole.textContent = write(total);
    if (balance && balance.matches("[data-balance]")) showBalance(balance, total);
  }

  table.addEventListener("input", count);
  table.addEventListener("focusout", (event) => {
    const { target } = event;
    if (target.matches("[data-amount]") && /^[\d\s]+$/.test(target.value)) target.value = write(read(target.value));
  });
}

function showBalance(balance, total) {
  balance.querySelector("[data-total]").textContent = write(total);
  const cost = balance.querySelector("[data-cost]").dataset.cost;
  if (!cost) return;
  const gap = total - Number(cost);
  balance.querySelector("[data-gap]").innerHTML = `${write(gap, true)}${NO_BREAK}<span class="unit">FCFA</span>`;
  balance.classList.toggle("balance--gap", gap !== 0);
}
