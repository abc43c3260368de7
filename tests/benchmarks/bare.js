// The least that an anywidget could do to show the scene of peers.py; see there.
const numbers = ({ buffer, byteOffset, byteLength }) =>
  new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
const wide = 340, high = 320;

function flat(context, heights) {
  const side = Math.sqrt(heights.length);
  const cells = document.createElement("canvas");
  cells.width = cells.height = side;
  const image = cells.getContext("2d").createImageData(side, side);
  for (let k = 0; k < heights.length; k++) {
    const shade = 255 - Math.floor((12 * heights[k]) / 38) * 18;
    image.data.set([shade, shade, 255, 255], 4 * k);
  }
  cells.getContext("2d").putImageData(image, 0, 0);
  context.drawImage(cells, 0, 0, wide, high);
  return (x, y) => [((x + 2) / 4) * wide, (1 - (y + 2) / 4) * high];
}

function solid(context, heights) {
  const side = Math.sqrt(heights.length);
  const place = (x, y, z) => [wide / 2 + 60 * (x - y), high / 2 + 30 * (x + y) - 2.5 * z];
  const coordinate = (k) => (4 * k) / (side - 1) - 2;
  const at = (i, j) => place(coordinate(j), coordinate(i), heights[i * side + j]);
  for (let i = 0; i < side - 1; i++)
    for (let j = 0; j < side - 1; j++) {
      context.fillStyle = `hsl(${240 - 5 * heights[i * side + j]} 60% 60%)`;
      context.beginPath();
      context.lineTo(...at(i, j));
      context.lineTo(...at(i, j + 1));
      context.lineTo(...at(i + 1, j + 1));
      context.lineTo(...at(i + 1, j));
      context.fill();
    }
  return (x, y) => place(x, y, (x * x + 18 * y * y) / 2);
}

function render({ model, el }) {
  const root = document.createElement("div");
  root.className = "bare";
  const [ground, moving] = [0, 1].map(() => document.createElement("canvas"));
  for (const canvas of [ground, moving]) {
    [canvas.width, canvas.height] = [2 * wide, high];
    canvas.style.position = "absolute";
  }
  root.style.height = "350px";
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", max: 200, value: 0 });
  slider.style.marginTop = `${high}px`;
  slider.dataset.axis = "step";
  // JupyterLab takes the arrow keys unless the very element says it wants them.
  slider.dataset.lmSuppressShortcuts = "true";
  root.append(ground, moving, slider);
  el.append(root);
  const [heights, way, loss] = ["heights", "way", "loss"].map((name) => numbers(model.get(name)));
  const place = (model.get("solid") ? solid : flat)(ground.getContext("2d"), heights);
  const context = moving.getContext("2d");
  const down = (value) => high * (1 - (Math.log10(value) + 3) / 5);
  const paint = () => {
    context.clearRect(0, 0, 2 * wide, high);
    context.beginPath();
    for (let k = 0; k <= slider.value; k++) context.lineTo(...place(way[2 * k], way[2 * k + 1]));
    context.stroke();
    context.beginPath();
    loss.forEach((value, k) => context.lineTo(wide + 10 + 1.6 * k, down(value)));
    context.stroke();
    root.dataset.painted = String(1 + Number(root.dataset.painted ?? 0));
  };
  slider.addEventListener("input", () => requestAnimationFrame(paint));
  requestAnimationFrame(paint);
}

export default { render };
