export {
  LANGUAGES,
  type Language,
  languageOf,
  nearest,
  ownName,
  rememberSetting,
  rememberedSetting,
} from "./languages";
export { type Messages, sayWith, speak, spoken } from "./messages";
export { reading } from "./reading";
export { besideWords, isolated, listed } from "./sides";
