// Who is on a list: from files' names, from a table beside them, from a ZIP file.
// Everything is read in the browser.

const PICTURE = /\.(jpe?g|png|webp|hei[cf]|hif)$/i;
const TABLE = /\.(csv|txt)$/i;
// An ID number; a passport or permit: one or two letters and six to nine digits.
const NUMBER = /(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])|(?<![A-Za-z])[A-Za-z]{1,2}[0-9]{6,9}(?![0-9])/;
const PHONE = /(?<![0-9])1[3-9][0-9]{9}(?![0-9])/;
const HEADS = {
  name: /^(姓名|name)$/i,
  number: /^(证件号码?|身份证号?码?|身份证号码|id|number|id number)$/i,
  phone: /^(手机号?码?|电话|phone)$/i,
  picture: /^(照片|图片|文件名?|photo|picture|file)$/i,
};

const base = (path) => path.split(/[/\\]/).pop();

// Texts of Windows are GB 18030 as often as UTF-8.
function decode(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

// The entries of a ZIP file (APPNOTE.TXT 4.3): stored or deflated, not encrypted.
export async function unzip(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const view = new DataView(bytes.buffer);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("not a ZIP file");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const found = [];
  for (let i = 0; i < count; i += 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error("not a ZIP file");
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const packed = view.getUint32(at + 20, true);
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const local = view.getUint32(at + 42, true);
    const raw = bytes.subarray(at + 46, at + 46 + lengths[0]);
    const name = flags & 0x800 ? new TextDecoder().decode(raw) : decode(raw);
    at += 46 + lengths[0] + lengths[1] + lengths[2];
    const hidden = name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
    if (hidden || !(PICTURE.test(name) || TABLE.test(name))) continue;
    if (flags & 1 || ![0, 8].includes(method)) throw new Error("a file in it cannot be opened");
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const data = new Blob([bytes.subarray(start, start + packed)]);
    const plain = method === 0 ? data
      : await new Response(data.stream().pipeThrough(new DecompressionStream("deflate-raw"))).blob();
    found.push(new File([plain], base(name)));
  }
  return found;
}

// Rows of a table with commas, semicolons or tabs; RFC 4180 quotes.
export function rows(text) {
  const first = text.split(/\r?\n/, 1)[0];
  const mark = ["\t", ";", "，", ","].find((one) => first.includes(one)) ?? ",";
  const table = [];
  let row = [""];
  let quoted = false;
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i += 1) {
    const one = text[i];
    if (quoted) {
      if (one !== '"') row[row.length - 1] += one;
      else if (text[i + 1] === '"') { row[row.length - 1] += one; i += 1; } else quoted = false;
    } else if (one === '"') quoted = true;
    else if (one === mark) row.push("");
    else if (one === "\n") { table.push(row); row = [""]; } else if (one !== "\r") row[row.length - 1] += one;
  }
  table.push(row);
  return table.map((cells) => cells.map((cell) => cell.trim())).filter((cells) => cells.some(Boolean));
}

// `110105194912310021_李小明.jpg`, `李小明 110105194912310021 13800138000.jpg`.
export function named(file) {
  let rest = base(file).replace(/\.[^.]*$/, "");
  const take = (pattern) => {
    const found = rest.match(pattern)?.[0] ?? "";
    rest = rest.replace(found, " ");
    return found;
  };
  const number = take(NUMBER);
  const phone = take(PHONE);
  return { number: number.toUpperCase(), phone, name: rest.replace(/[_\-–—,，+()（）]+/g, " ").trim() };
}

// People of a table: each with the picture that the table names, or whose own name
// has their number, or their name.
function listed(table, pictures) {
  const [head, ...lines] = table;
  const column = Object.fromEntries(Object.entries(HEADS).map(
    ([what, pattern]) => [what, head.findIndex((cell) => pattern.test(cell))],
  ));
  if (column.name < 0 || column.number < 0) return null;
  return lines.map((line) => {
    const of = (what) => (column[what] < 0 ? "" : line[column[what]] ?? "");
    const [name, number, file] = [of("name"), of("number"), of("picture")];
    const picture = pictures.find((one) => file && (one.name === file || one.name.replace(/\.[^.]*$/, "") === file))
      ?? pictures.find((one) => number && one.name.toUpperCase().includes(number.toUpperCase()))
      ?? pictures.find((one) => name && named(one.name).name === name);
    return { name, number, phone: of("phone"), picture };
  });
}

// Everybody in these files.
export async function people(files) {
  const all = [];
  for (const file of files) {
    if (/\.zip$/i.test(file.name)) all.push(...await unzip(file));
    else all.push(file);
  }
  const pictures = all.filter((file) => PICTURE.test(file.name));
  const tables = all.filter((file) => TABLE.test(file.name));
  for (const table of tables) {
    const found = listed(rows(decode(await table.arrayBuffer())), pictures);
    if (found) return found;
  }
  return pictures.map((picture) => ({ ...named(picture.name), picture }));
}
