// The table as somebody else sees it now.
import { $ } from "../lib/dom.js";
import { drawBoard } from "./board.js";
import { dataOf } from "./data.js";

const board = $("#board");
const words = $("#word-for-word");
if (board) drawBoard(board, dataOf("state"));
if (words) words.textContent = JSON.stringify(dataOf("seen"), null, 2);
