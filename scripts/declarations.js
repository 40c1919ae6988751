"use strict";

// Declarations of TypeScript as prettier prints them: read from a text, united by name, printed again.

/**
 * Reads the declarations of a formatted text, each with its doc comment. A line that is not indented begins one,
 * unless it ends one.
 */
function declarationsIn(text) {
  const wholes = text.replace(/^\/\/.*\n/gm, "").trim();
  return wholes.split(/(?<!\*\/)\n+(?=\/\*\*|[a-z])/).map((whole) => {
    const [, doc = "", code] = /^(\/\*\*.*?\*\/\n)?(?:export )?(?:declare )?(.*)$/s.exec(whole);
    const [, keyword, name] = /^(\w*) ?([\w.]*)/.exec(code);
    return { doc, code, keyword, name };
  });
}

/** Reads the declarations inside a namespace. */
function membersOf({ code }) {
  const inside = code.slice(code.indexOf("\n") + 1, code.lastIndexOf("\n"));
  return declarationsIn(inside.replace(/^ {2}/gm, ""));
}

/**
 * Unites what has one name: overloads stand together in the order they come in, and a namespace that is declared in
 * parts, or as `a.b`, becomes one with others inside. Throws for any other name that is declared twice.
 */
function unite(declarations) {
  const united = new Map();
  for (const declaration of declarations.flatMap(nested)) {
    const before = united.get(declaration.name);
    if (before === undefined) united.set(declaration.name, [declaration]);
    else if (declaration.keyword === "function" && before[0].keyword === "function") before.push(declaration);
    else if (declaration.keyword === "namespace" && before[0].keyword === "namespace") {
      before[0].members.push(...declaration.members);
    } else throw new Error(`${declaration.name} is declared twice in the typings`);
  }
  return [...united.values()].flat();
}

/** A namespace with its members; `a.b` as the namespace b inside a. */
function nested(declaration) {
  if (declaration.keyword !== "namespace") return [declaration];
  const [name, ...inner] = declaration.name.split(".");
  const members = declaration.members ?? membersOf(declaration);
  if (inner.length === 0) return [{ ...declaration, name, members }];
  const inside = { keyword: "namespace", name: inner.join("."), doc: declaration.doc, members };
  return [{ keyword: "namespace", name, doc: "", members: nested(inside) }];
}

/** The order of a namespace: what it hands on, constants, functions by name, namespaces by name. */
function inOrder(members) {
  const rank = ({ keyword }) => ["", "const", "function", "namespace"].indexOf(keyword);
  return members.sort((one, other) => rank(one) - rank(other) || byName(one, other));
}

function byName({ name: one }, { name: other }) {
  return one < other ? -1 : Number(one > other);
}

/** Prints a declaration that stands in a file, exported. */
function print(declaration) {
  const { doc, code, keyword } = declaration;
  const declare = ["function", "const", "class", "namespace"].includes(keyword) ? "declare " : "";
  if (keyword === "import") return code;
  return `${doc}export ${declare}${keyword === "namespace" ? printNamespace(declaration) : code}`;
}

function printNamespace({ name, members }) {
  const inside = inOrder(unite(members)).map((member) => {
    const code = member.keyword === "namespace" ? printNamespace(member) : member.code;
    return `${member.doc}export ${code}`;
  });
  return `namespace ${name} {\n${inside.join("\n\n")}\n}`;
}

module.exports = { byName, declarationsIn, membersOf, print, unite };
