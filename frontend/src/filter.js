// Narrows the list of accounts to those whose words all occur; accents and case do not count.
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

export function filterList(input) {
  const list = document.getElementById(input.dataset.filter);
  const groups = [...list.querySelectorAll("details")].map((group) => ({
    group,
    open: group.open,
    items: [...group.querySelectorAll("li")].map((item) => ({
      item,
      text: plain(`${group.querySelector("summary").textContent} ${item.textContent}`),
    })),
  }));
  const box = input.closest("[data-filter-box]");
  const none = box.querySelector("[data-filter-none]");
  box.hidden = false;
  input.addEventListener("input", () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { group, open, items } of groups) {
      let here = 0;
      for (const { item, text } of items) {
        item.hidden = !words.every((word) => text.includes(word));
        here += item.hidden ? 0 : 1;
      }
      group.hidden = here === 0;
      group.open = words.length ? here > 0 : open;
      found += here;
    }
    none.textContent = found ? "" : none.dataset.filterNone;
  });
}
