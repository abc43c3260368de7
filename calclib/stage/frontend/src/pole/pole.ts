// What a notebook and a page load: `render` for a widget, and the element <calclib-pole>.
import { definePole } from "./element";
import { render } from "./widget";

definePole();
export default { render };
