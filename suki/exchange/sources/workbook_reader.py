"""Reads one sheet of a workbook in a process of its own, within limits, so that no workbook can harm the rest.

Run as a script: a request in JSON on standard input, an answer in JSON on standard output, the rows in a file.
It imports nothing of this house: the process starts in a few hundredths of a second.
"""

import csv
import datetime as dt
import json
import resource
import sys

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum


def main() -> None:
    request = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (request["seconds"], request["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = read(request)
    except PasswordError:
        answer = {"refused": "password"}
    except CalamineError as error:
        answer = {"refused": "damaged", "reason": str(error)}
    except MemoryError:
        answer = {"refused": "memory"}
    json.dump(answer, sys.stdout)


def read(request):
    workbook = CalamineWorkbook.from_path(request["path"])
    sheets = [data.name for data in workbook.sheets_metadata if data.typ == SheetTypeEnum.WorkSheet]
    name = request["sheet"]
    if name is None and len(sheets) == 1:
        name = sheets[0]
    if name not in sheets:
        return {"refused": "sheet", "sheets": sheets, "sheet": name}
    sheet = workbook.get_sheet_by_name(name)
    if sheet.start is None:
        return {"refused": "empty", "sheets": sheets, "sheet": name}
    merged = [list(map(list, area)) for area in sheet.merged_cell_ranges or ()]
    rows = Rows(sheet, request, merged if request["fill_merged"] else [])
    with open(request["into"], "w", newline="", encoding="utf-8") as file:
        rows.write(csv.writer(file, lineterminator="\n"))
    return {
        "sheets": sheets,
        "sheet": name,
        "header": rows.header,
        "filled": rows.filled,
        "rows": rows.count,
        "merged": merged,
        "too_long": rows.too_long,
    }


class Rows:
    """The sheet's rows as text."""

    def __init__(self, sheet, request, fill):
        self.sheet = sheet
        self.header_row = request["header_row"]
        self.decimal = request["decimal"]
        self.longest = request["longest_cell"]
        self.errors = {(row, column): text for row, column, text in request["errors"]}
        self.fill = {}
        for (top, left), (bottom, right) in fill:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self.fill[row, column] = (top, left)
        self.kept = {}
        self.header = []
        self.filled = []
        self.count = 0
        self.too_long = []

    def write(self, writer):
        top, left = self.sheet.start
        for number, cells in enumerate(self.sheet.iter_rows(), top):
            values = [""] * left + [self.text(cell) for cell in cells]
            self.complete(number, values)
            if number == self.header_row - 1:
                self.header = values
            elif number >= self.header_row and any(values):
                self.count += 1
                self.look(number, values)
                writer.writerow([number + 1, *values])

    def complete(self, number, values):
        """Give merged cells the value they show, and error cells the error they show."""
        for column in range(len(values)) if self.errors or self.fill else ():
            if (number, column) in self.errors:
                values[column] = self.errors[number, column]
            origin = self.fill.get((number, column))
            if origin == (number, column):
                self.kept[origin] = values[column]
            elif origin is not None:
                values[column] = self.kept.get(origin, "")

    def look(self, number, values):
        if not self.filled:
            self.filled = [False] * len(values)
        for column, value in enumerate(values):
            if value:
                self.filled[column] = True
                if len(value) > self.longest and len(self.too_long) < 100:
                    self.too_long.append([number + 1, column, len(value)])

    def text(self, cell):
        """A cell as a person would type it: dates by ISO, numbers with the recipe's decimal sign."""
        if isinstance(cell, str):
            return cell
        if isinstance(cell, bool):
            return "true" if cell else "false"
        if isinstance(cell, float):
            return self.number(cell)
        if isinstance(cell, dt.datetime):
            return cell.isoformat(" ", "seconds")
        if isinstance(cell, dt.date | dt.time):
            return cell.isoformat()
        return str(cell)

    def number(self, cell):
        """Fifteen digits, as a spreadsheet shows them: what it adds behind is noise of binary fractions."""
        if cell == int(cell) and abs(cell) < 1e15 if cell - cell == 0 else False:
            return str(int(cell))
        return format(cell, ".15g").replace(".", self.decimal)


if __name__ == "__main__":
    main()
