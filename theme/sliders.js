// Connects the sliders under a figure with the function that draws it, the same one that drew the
// figure in the page, compiled to WebAssembly. kl-figures-web is the other side of this.
//
// Without this script, or where there is no WebAssembly, the sliders stay hidden and the figure
// stays as it is. A classic script, because pages that are opened as files may load no others.

(() => {
  "use strict";

  const all = document.querySelectorAll(".figure-sliders");
  if (all.length === 0 || typeof WebAssembly === "undefined") return;

  // Only pages that need it load the module: see xtask/src/figures.rs.
  const script = document.createElement("script");
  script.src = `${path_to_root}figures/figures.js`;
  script.addEventListener("load", start);
  document.head.append(script);

  async function start() {
    // The book was built without it.
    if (!window.figuresModule) return;
    const bytes = Uint8Array.from(atob(window.figuresModule), (c) => c.charCodeAt(0));
    // What a program could ask a system for. Drawing asks for nothing; only a panic would.
    const system = new Proxy({}, { get: (_, name) => () => { throw new Error(`asked for ${name}`); } });
    const { instance } = await WebAssembly.instantiate(bytes, { wasi_snapshot_preview1: system });
    for (const sliders of all) {
      try {
        connect(sliders, instance.exports);
      } catch (error) {
        // This figure stays still; the others move.
        sliders.hidden = true;
        sliders.closest("figure").classList.remove("undrawn");
        console.error(error);
      }
    }
  }

  /** Calls a function of the module: a line of text and, where there is one, a picture. */
  function ask(module, name, numbers) {
    module[name](...numbers);
    const bytes = new Uint8Array(module.memory.buffer, module.answer_pointer(), module.answer_length());
    const answer = new TextDecoder().decode(bytes);
    const end = answer.indexOf("\n");
    return { text: answer.slice(0, end), svg: answer.slice(end + 1) };
  }

  function connect(sliders, module) {
    const figure = sliders.closest("figure");
    const inputs = [...sliders.querySelectorAll("input")];
    const status = sliders.querySelector("[role=status]");
    const still = figure.querySelector("svg");
    let moved = still;

    function draw() {
      const { text, svg } = ask(module, sliders.dataset.function, inputs.map((input) => input.valueAsNumber));
      status.textContent = text;
      figure.classList.toggle("undrawn", svg === "");
      if (svg === "") return;
      const template = document.createElement("template");
      template.innerHTML = svg;
      const picture = template.content.firstElementChild;
      moved.replaceWith(picture);
      moved = picture;
    }

    function update() {
      for (const input of inputs) {
        const decimals = input.step.split(".")[1]?.length ?? 0;
        const number = input.valueAsNumber.toFixed(decimals).replace("-", "−");
        input.setAttribute("aria-valuetext", number);
        input.parentElement.querySelector("b").textContent = number;
      }
      try {
        draw();
      } catch (error) {
        figure.classList.add("undrawn");
        status.textContent = `The figure could not be drawn: ${error.message}`;
        throw error;
      }
    }

    sliders.addEventListener("input", update);
    sliders.querySelector("button").addEventListener("click", () => {
      for (const input of inputs) input.value = input.defaultValue;
      update();
    });
    // mdBook opens its sidebar when a finger moves quickly to the right.
    for (const type of ["touchstart", "touchmove"]) {
      sliders.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
    }
    // On paper there is the figure that the text is about.
    window.addEventListener("beforeprint", () => {
      figure.classList.remove("undrawn");
      moved.replaceWith(still);
    });
    window.addEventListener("afterprint", () => {
      still.replaceWith(moved);
      update();
    });

    update();
    sliders.hidden = false;
  }
})();
