// What the chosen projects add up to, while they are being chosen, and what it leaves of the envelope. The server counts
// again. A project is chosen by its box, or by the answer "retained"; its rank is asked for only then.
import { write } from "./amounts.js";

const CHOSEN = "input[type=checkbox]:checked, input[type=radio][value=retained]:checked";

export function followChoice(form) {
  const items = [...form.querySelectorAll("[data-tally-item]")];
  const envelope = form.querySelector("[data-tally-envelope]");
  const places = (name) => form.querySelectorAll(`[data-tally-${name}]`);
  const show = (name, number) =>
    places(name).forEach((place) => (place.textContent = number === null ? "–" : write(number)));

  function count() {
    const chosen = items.filter((item) => item.querySelector(CHOSEN));
    const state = sum(chosen, "state");
    show("count", chosen.length);
    show("cost", sum(chosen, "cost"));
    show("state", state);
    items.forEach(askForRank);
    if (!envelope) return;
    const left = Number(envelope.dataset.tallyEnvelope) - state;
    show("left", left);
    form.querySelector("[data-tally-balance]").classList.toggle("balance--gap", left < 0);
  }

  form.addEventListener("input", count);
  count();
}

const sum = (items, name) => items.reduce((total, item) => total + Number(item.dataset[name]), 0);

function askForRank(item) {
  const place = item.querySelector("[data-rank]");
  if (!place || place.querySelector(".error-message")) return;
  const unwanted = item.querySelector("input[type=radio]:checked:not([value=retained])");
  place.hidden = Boolean(unwanted);
  if (unwanted) place.querySelector("select").value = "";
}
