// Dragging as an extra to the buttons of a ranked list: a drop sends the form like a button does, so the server keeps one way of saving.
const list = document.querySelector("[data-ranking]");
const form = list && list.closest("form");

const items = () => [...list.querySelectorAll("[data-item]")];

function grip(item) {
  const handle = document.createElement("span");
  handle.className = "app-ranking__handle";
  handle.setAttribute("aria-hidden", "true");
  handle.textContent = "↕";
  item.prepend(handle);
  return handle;
}

function send(item) {
  const field = (name, value) => {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(input);
  };
  form.querySelectorAll("input[name=order]").forEach((input) => input.remove());
  items().forEach((each) => field("order", each.dataset.item));
  field("move", `dropped:${item.dataset.item}`);
  form.submit();
}

// The others move around the dragged one: moved itself, it would lose the pointer.
function place(item, y) {
  const middle = (other) => {
    const box = other.getBoundingClientRect();
    return box.top + box.height / 2;
  };
  while (item.previousElementSibling && y < middle(item.previousElementSibling)) item.after(item.previousElementSibling);
  while (item.nextElementSibling && y > middle(item.nextElementSibling)) item.before(item.nextElementSibling);
}

function makeDraggable(item) {
  const handle = grip(item);
  let before = null;

  const end = (isDrop) => {
    if (!before) return;
    const order = before;
    before = null;
    item.classList.remove("app-ranking__item--dragged");
    if (!isDrop) list.append(...order);
    else if (items().some((each, at) => each !== order[at])) send(item);
  };

  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    before = items();
    handle.setPointerCapture(event.pointerId);
    item.classList.add("app-ranking__item--dragged");
    event.preventDefault();
  });
  // A list longer than the screen scrolls with whoever drags to its edge.
  handle.addEventListener("pointermove", (event) => {
    if (!before) return;
    if (event.clientY < 40) window.scrollBy(0, -20);
    if (event.clientY > window.innerHeight - 40) window.scrollBy(0, 20);
    place(item, event.clientY);
  });
  handle.addEventListener("pointerup", () => end(true));
  handle.addEventListener("pointercancel", () => end(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && end(false));
}

if (form) {
  items().forEach(makeDraggable);
  document.querySelector("[data-ranking-hint]").hidden = false;
}
