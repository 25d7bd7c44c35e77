/* Author rows: add, move and remove without a round trip. Rows keep their keys; order is the page's. */
const list = document.querySelector(".authors");
const template = document.querySelector("template[data-row]");

const refresh = () => {
  const rows = [...list.children];
  rows.forEach((row, n) => {
    row.querySelector('[value^="up:"]').disabled = n === 0;
    row.querySelector('[value^="down:"]').disabled = n === rows.length - 1;
  });
};

const add = () => {
  const keys = [...list.querySelectorAll('[name="author"]')].map((input) => Number(input.value) || 0);
  const holder = document.createElement("ol");
  holder.innerHTML = template.innerHTML.replaceAll("KEY", Math.max(0, ...keys) + 1);
  const row = list.appendChild(holder.firstElementChild);
  row.querySelector('input[type="text"]').focus();
};

const acts = {
  up: (row) => row.previousElementSibling?.before(row),
  down: (row) => row.nextElementSibling?.after(row),
  remove: (row) => row.remove(),
};

if (list && template) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="act"]');
    if (!button) return;
    const row = button.closest(".author");
    const next = row?.nextElementSibling;
    const act = button.value.split(":")[0];
    if (act === "add") add();
    else if (row && acts[act]) acts[act](row);
    else return;
    event.preventDefault();
    refresh();
    if (row?.isConnected) (button.disabled ? row.querySelector("button:enabled") : button)?.focus();
    else if (row) (next ? next.querySelector('[value^="remove:"]') : document.querySelector("[data-add]")).focus();
  });
}
