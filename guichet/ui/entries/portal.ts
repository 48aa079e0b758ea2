import { listen } from "../scripts/live";
import { start as guardForm } from "../scripts/double-submit";
import { start as print } from "../scripts/print";
import { startAll } from "../scripts/start";
import { start as showErrors } from "../templates/ui/error-summary/error-summary";
import { start as menu } from "../templates/ui/menu/menu";
import { start as suggest } from "../templates/ui/search-box/search-box";
import { start as propose } from "../templates/ui/suggest/suggest";
import { start as countCharacters } from "../templates/ui/textarea/textarea";
import { start as showFiles } from "../templates/ui/upload/upload";

startAll({
  form: guardForm,
  "[data-print]": print,
  "[data-error-summary]": showErrors,
  "[data-character-count]": countCharacters,
  "[data-menu]": menu,
  "[data-propose]": propose,
  "[data-suggest]": suggest,
  "[data-upload]": showFiles,
});
listen();
