export { actionLabel, type Action } from "./actions";
export { explain, serviceName, type Explained } from "./explain";
export { explainJobFailure, platformName, type Failure } from "./failures";
export { fieldSentence } from "./fields";
export { reasonIn, reasonQuoted, reasonWords, saysItGoesOn } from "./reasons";
export { table } from "./table";
