// Reads an amount as the server does (cper/words/typed.py): the cases of docs/typed.md are tried on both.
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const SPACES = /[ \u00a0\u2007\u2009\u202f]+/g;
const CURRENCY = "(?:f\\.? ?cfa|xof|cfa|francs?(?: cfa)?|f)\\.?";
const AMOUNT = new RegExp(
  `^(?:${CURRENCY} ?)?([-\u2212+]?) ?([0-9]+|[1-9][0-9]{0,2}([ .,])[0-9]{3}(?:\\3[0-9]{3})*)([.,]0{1,2})?(?: ?${CURRENCY})?$`,
  "i",
);
const NO_BREAK = "\u00a0";

const visible = (text) =>
  text.replace(INVISIBLE, "").replace(SPACES, " ").replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");

// The whole francs meant; null where nothing is typed, NaN where it cannot be read.
export function read(text) {
  const seen = visible(text);
  if (!seen) return null;
  const found = AMOUNT.exec(seen);
  if (!found || (found[4] && found[4][0] === found[3])) return NaN;
  const whole = Number(found[2].replace(/[ .,]/g, ""));
  return found[1] && found[1] !== "+" ? -whole : whole;
}

// A number in groups of three; a dash for one that cannot be told.
export function write(number, signed) {
  if (Number.isNaN(number)) return "–";
  const digits = String(Math.abs(number)).replace(/\B(?=(\d{3})+$)/g, NO_BREAK);
  if (number < 0) return `\u2212${digits}`;
  return signed && number > 0 ? `+${digits}` : digits;
}

// The cells of what is pasted: lines, each of cells, as a spreadsheet puts them on the clipboard.
export function cells(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  return lines.map((line) => line.split("\t"));
}
