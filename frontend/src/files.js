// Says at once that a file is over the limit, before minutes of upload on a weak link.
const MEGA = 1024 * 1024; // as the server counts

export function checkFiles(input) {
  const limit = Number(input.dataset.maxBytes);
  const said = document.createElement("p");
  said.className = "error-message";
  said.setAttribute("role", "alert");
  input.after(said);
  input.addEventListener("change", () => {
    const heavy = [...input.files].find((file) => file.size > limit);
    const size = (bytes) => (bytes / MEGA).toLocaleString("fr", { maximumFractionDigits: 1 });
    said.textContent = heavy
      ? `${heavy.name} pèse ${size(heavy.size)}\u00a0Mo\u00a0: la limite est de ${size(limit)}\u00a0Mo. Choisissez un fichier plus léger.`
      : "";
  });
}
