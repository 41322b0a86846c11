import pytest

from suki.cli.tests.calculating import calculate


@pytest.fixture
def names(tmp_path, monkeypatch):
    """Looks for the names of one file in another, each as a file holds it."""
    monkeypatch.chdir(tmp_path)

    def find(left, right):
        (tmp_path / "left.csv").write_text(left, encoding="utf-8")
        (tmp_path / "right.csv").write_text(right, encoding="utf-8")
        return calculate("names", "left.csv", "right.csv")

    return find


def test_the_best_candidate_of_every_left_row(names):
    answer = names(
        "id;name\n1;Müller Transport\n2;Solar Fund II\n3;Xylophon\n",
        "name,id\nMueller Transport GmbH,a\nSolar Fund III,b\n",
    ).answer
    told = [(pair["left"], pair["right"], pair["decision"]) for pair in answer["pairs"]]
    assert told == [("1", "a", "same"), ("2", "b", "different"), ("3", None, "different")]
    assert [pair["score"] for pair in answer["pairs"]][::2] == ["0.99500000", "0.00000000"]
    assert (answer["same"], answer["maybe"], answer["different"]) == (1, 0, 2)


def test_the_decision_is_explained(names):
    pair = names("id,name\n1,Sonnenhof GmbH\n", "id,name\na,Sonnenhof Holding AG\n").answer["pairs"][0]
    assert pair["shared"] == ["sonnenhof"]
    assert (pair["only_left"], pair["only_right"]) == ([], ["holding"])
    assert pair["legal_forms"] == [["GmbH"], ["AG"]]
    assert pair["against"] == ["word", "legal_form"]
    assert pair["decision"] == "maybe"


def test_the_country_helps_to_read_a_legal_form(names):
    left = "id,name,country\n1,Delta S.s.,IT\n"
    assert names(left, "id,name,country\na,Delta,IT\n").answer["pairs"][0]["decision"] == "same"
    assert names(left, "id,name,country\na,Delta,FR\n").answer["pairs"][0]["against"] == ["country"]


def test_every_problem_is_told_with_its_place(names):
    assert names("id,name,country\n1,,DE\n1,Delta,Germany\n", "id,name\na,Delta\n").problems == [
        "left.csv:2:name: the cell is empty; expected a name",
        'left.csv:3:id: "1" is the id of row 2 already; expected each id once',
        'left.csv:3:country: "Germany" is not a country; expected two letters such as DE or PH',
    ]
    assert names("id,name\n1,Delta\n", "id,name\n").problems == [
        "right.csv:2:1: there are no rows under the header; expected at least one company"
    ]
