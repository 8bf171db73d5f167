// Niceties only: every page does its work without this script.
import { focusErrors } from "./errors.js";
import { checkFiles } from "./files.js";
import { filterList } from "./filter.js";
import { addRows } from "./rows.js";
import { followChoice } from "./tally.js";
import { followTyping, keepApart } from "./totals.js";

focusErrors(document.querySelector("[data-error-summary]"));
document.querySelectorAll("[data-filter]").forEach(filterList);
document.querySelectorAll("[data-totals]").forEach(followTyping);
document.querySelectorAll("[data-amount]").forEach(keepApart);
document.querySelectorAll("[data-tally]").forEach(followChoice);
document.querySelectorAll("input[type=file][data-max-bytes]").forEach(checkFiles);
document.querySelectorAll("[data-add-row]").forEach(addRows);
// Buttons that do by a journey to the server what the script does on the spot.
document.querySelectorAll("[data-without-script]").forEach((button) => button.remove());
