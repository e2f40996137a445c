// Starts what a page asks for by its attributes. Every page works without it.

import { narrow } from "./filter.js";

for (const form of document.querySelectorAll("form[data-filter]")) {
  const list = document.getElementById(form.dataset.filter);
  const field = form.querySelector("input[type=search]");
  if (list && field) narrow(field, list);
}
