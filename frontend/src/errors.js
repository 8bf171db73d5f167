// The summary takes the focus, and its links lead into the field rather than above it.
export function focusErrors(summary) {
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const entry = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
    const group = target.closest(".form-group, fieldset, td") || target;
    group.scrollIntoView();
    (entry || target).focus({ preventScroll: true });
  });
}
