// The packages that may hold the addon: at most those for one platform are installed.
declare module "*.node";
declare module "hairtrigger-linux-x64-gnu";
declare module "hairtrigger-linux-x64-musl";
declare module "hairtrigger-linux-arm64-gnu";
declare module "hairtrigger-linux-arm64-musl";
declare module "hairtrigger-darwin-x64";
declare module "hairtrigger-darwin-arm64";
declare module "hairtrigger-win32-x64-msvc";
declare module "hairtrigger-win32-arm64-msvc";
