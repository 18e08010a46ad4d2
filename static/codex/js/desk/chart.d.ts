// The library is served by itself and puts its one name into the page; see NPM_FILES in the settings.
import type { Chart as Drawn } from "chart.js";

declare global {
  var Chart: typeof Drawn;
}
