export * from "../../../index.js";
