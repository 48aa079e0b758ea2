import { start as awaitAnswer } from "../scripts/awaits";
import { start as countChosen } from "../scripts/chosen";
import { start as filterList } from "../scripts/filter";
import { start as ringForKiosk } from "../scripts/desk-kiosk";
import { listen } from "../scripts/live";
import { start as guardForm } from "../scripts/double-submit";
import { start as print } from "../scripts/print";
import { start as narrow } from "../scripts/narrow";
import { startAll } from "../scripts/start";
import { start as shortcuts } from "../scripts/shortcuts";
import { start as sendTicked } from "../scripts/submits";
import { start as showErrors } from "../templates/ui/error-summary/error-summary";
import { start as menu } from "../templates/ui/menu/menu";
import { start as suggest } from "../templates/ui/search-box/search-box";
import { start as propose } from "../templates/ui/suggest/suggest";
import { start as sign } from "../templates/ui/sign-pad/sign-pad";
import { start as countCharacters } from "../templates/ui/textarea/textarea";
import { start as showFiles } from "../templates/ui/upload/upload";

startAll({
  form: guardForm,
  "[data-print]": print,
  "[data-shortcuts]": shortcuts,
  "[data-submits]": sendTicked,
  "[data-error-summary]": showErrors,
  "[data-character-count]": countCharacters,
  "[data-menu]": menu,
  "[data-awaits]": awaitAnswer,
  "[data-chosen]": countChosen,
  "[data-filter]": filterList,
  "[data-kiosk-news]": ringForKiosk,
  "[data-narrow]": narrow,
  "[data-propose]": propose,
  "[data-sign-pad]": sign,
  "[data-suggest]": suggest,
  "[data-upload]": showFiles,
});
listen();
