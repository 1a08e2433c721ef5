// A button that copies, beside each text that is there to be copied. Without script the text is selected by hand.
const add = text => {
  if (text.dataset.ready || !navigator.clipboard) return;
  text.dataset.ready = "yes";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second copy";
  button.textContent = text.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.querySelector("code").textContent);
    button.textContent = text.dataset.copied;
  });
  text.before(button);
};
document.querySelectorAll("[data-copy]").forEach(add);
