// GOV.UK components come to life at the start and in every part that htmx swaps in.
import { initAll } from "../govuk/govuk-frontend.min.js";

initAll();
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) initAll({ scope: event.detail.elt });
});
