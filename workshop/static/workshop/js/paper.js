/* Says at once what the server would say: too large, or not a PDF. */
const problem = async (input, file) => {
  if (file.size > Number(input.dataset.most) * 1e6) return `This file is larger than ${input.dataset.most} MB. Make it smaller, for instance its figures.`;
  if ((await file.slice(0, 5).text()) !== "%PDF-") return "This is not a PDF: a PDF begins with “%PDF-”. Export it as PDF.";
  return "";
};

for (const input of document.querySelectorAll('input[type="file"][data-most]')) {
  const wrong = document.getElementById(`${input.id}_error`);
  input.addEventListener("change", async () => {
    const sentence = input.files[0] ? await problem(input, input.files[0]) : "";
    wrong.textContent = sentence;
    wrong.hidden = !sentence;
    input.setAttribute("aria-invalid", Boolean(sentence));
    delete input.dataset.told;
  });
}

/* A file that the server would refuse is not sent: it stays chosen, with its sentence beside it.
   Asked a second time, the server answers, and hands the form back without the file. */
document.addEventListener("submit", (event) => {
  const wrong = [...event.target.querySelectorAll('input[type="file"][aria-invalid="true"]')].find((input) => input.files.length);
  if (!wrong || wrong.dataset.told) return;
  event.preventDefault();
  wrong.dataset.told = true;
  wrong.focus();
});
