// All in one script, for pages that are opened as files, where no module loads.
import { definePole } from "../pole/element";
import "./web";

definePole();
