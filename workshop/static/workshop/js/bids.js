/* Bids: a digit chooses on the row that has the focus; a choice that was not saved says so. */
const form = document.querySelector("form[data-bids]");
const NOT_SAVED = "Your last choice was not saved: there is no connection, or you are signed out. What you chose is still here: press “Save the bids”.";

form?.addEventListener("keydown", (event) => {
  const value = { 0: "" }[event.key] ?? event.key;
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-5]?$/.test(value)) return;
  const wanted = event.target.closest("[role=radiogroup]")?.querySelector(`input[value="${value}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.focus();
  wanted.click();
});

for (const name of ["htmx:responseError", "htmx:sendError"]) {
  form?.addEventListener(name, () => { document.querySelector("[data-said]").textContent = NOT_SAVED; });
}
