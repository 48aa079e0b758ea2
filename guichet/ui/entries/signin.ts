import { startAll } from "../scripts/start";
import { start as passkey } from "../scripts/passkey";

startAll({ "form[data-passkey]": passkey });
