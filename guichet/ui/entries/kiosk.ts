import { start as guardForm } from "../scripts/double-submit";
import { start as filterList } from "../scripts/filter";
import { start as bar } from "../scripts/kiosk-bar";
import { start as wearComfort } from "../scripts/kiosk-comfort";
import { start as end } from "../scripts/kiosk-end";
import { start as watchIdle } from "../scripts/kiosk-idle";
import { start as followJob } from "../scripts/kiosk-job";
import { startKeyboard } from "../scripts/kiosk-keyboard";
import { start as listen } from "../scripts/kiosk-listen";
import { start as leave, startInternet, startOffline } from "../scripts/kiosk-outside";
import { start as readTicket } from "../scripts/kiosk-qr";
import { start as turn } from "../scripts/kiosk-turn";
import { startAll } from "../scripts/start";
import { start as showErrors } from "../templates/ui/error-summary/error-summary";
import { start as propose } from "../templates/ui/suggest/suggest";
import { start as showFiles } from "../templates/ui/upload/upload";

startAll({
  "[data-turn]": turn,
  "form:not([data-comfort], [data-end])": guardForm,
  "[data-comfort]": wearComfort,
  "[data-end]": end,
  "[data-warning]": watchIdle,
  "[data-bar]": bar,
  "[data-listen]": listen,
  "[data-outside]": leave,
  "[data-internet]": startInternet,
  "[data-offline]": startOffline,
  "[data-job]": followJob,
  "video[data-qr]": readTicket,
  "[data-filter]": filterList,
  "[data-error-summary]": showErrors,
  "[data-propose]": propose,
  "[data-upload]": showFiles,
});
startKeyboard();
