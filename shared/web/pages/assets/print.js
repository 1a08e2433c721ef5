// A button that prints, before a text that says what is printed for. Without script the browser's own menu prints.
for (const text of document.querySelectorAll("[data-print]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second no-print";
  button.textContent = text.dataset.print;
  button.addEventListener("click", () => window.print());
  const row = document.createElement("p");
  row.className = "no-print";
  row.append(button);
  text.before(row);
}
