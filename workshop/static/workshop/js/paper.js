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
    if (sentence) input.value = "";
  });
}
