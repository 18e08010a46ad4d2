import pytest

from games.scenarios.check import complaints
from games.scenarios.model import ScenarioError
from games.scenarios.pack import HOUSE, PackError, load_pack, read_situation

GOOD = (HOUSE / "sacrifice" / "the_ferrymans_weight.toml").read_text(encoding="utf-8")


@pytest.fixture
def written(tmp_path):
    def write(text, name="the_weight"):
        folder = tmp_path / "sacrifice"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_situation_is_called_by_its_file_and_knows_its_folder(written):
    situation = read_situation(written(GOOD))
    assert (situation.id, situation.folder) == ("the_weight", "sacrifice")
    assert "\n\n" in situation.scene and "\n" not in situation.scene.replace("\n\n", "")


@pytest.mark.parametrize(
    ("old", "new", "thing"),
    [
        ('close = "', 'clothes = "', "close is missing"),
        ('theme = "sacrifice"', 'theme = "sacrifice"\nmood = "wet"', "nothing here is called mood"),
        ('theme = "sacrifice"', 'theme = "regret"', "regret is none of"),
        ("The ferry at {place}", "The ferry at {plaice}", "{plaice} is not a slot"),
        ('wins = "The bank', 'wins = "{who} The bank', "{who} is not a slot"),
        ('sex = "m"', 'sex = "x"', "sex is m or f"),
        ('deed = "duty"', 'deed = "dusty"', "dusty is none of"),
        ('person = "boy"', 'person = "goose"', "nobody in the cast is called goose"),
        ('how = "helped"', 'how = "amused"', "amused is none of"),
        ('close = "', 'close = 4\nx = "', "nothing here is called x"),
        ("bird = [", "boy = [", "two slots are called boy"),
        ("[cast]", "[cast", "sacrifice/the_weight.toml"),
    ],
)
def test_what_departs_from_the_form_is_refused_by_file_and_thing(written, old, new, thing):
    assert old in GOOD
    with pytest.raises(PackError, match=r"the_weight\.toml") as refused:
        read_situation(written(GOOD.replace(old, new)))
    assert thing in str(refused.value)


def test_a_pack_error_is_a_scenario_error():
    assert issubclass(PackError, ScenarioError)


def test_an_empty_folder_is_no_pack(tmp_path):
    with pytest.raises(PackError, match="no situation"):
        load_pack(tmp_path)


def test_two_files_of_one_name_are_refused(written, tmp_path):
    written(GOOD)
    (tmp_path / "greed").mkdir()
    (tmp_path / "greed" / "the_weight.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(PackError, match="the_weight too"):
        load_pack(tmp_path)


def test_a_pack_is_read_once(written):
    folder = written(GOOD).parent
    assert load_pack(folder) is load_pack(folder)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('title = "The Ferryman’s Weight"', 'title = "One Two Three Four Five Six Seven"', "title: 1 to 6 words, not 7"),
        ('theme = "sacrifice"', 'theme = "greed"', "its theme is greed"),
        ("with {bird} held", "with a goose held", "vary.bird is never used"),
        ("coughs like a child.", "coughs like a child!", "exclamation mark"),
        ("Behind you the empty", "Behind you it's the empty", "straight apostrophe"),
        ("a price on the boy now", "a price on Tobin now", "calls somebody Tobin"),
        ("[whispers.Mage]", "[whispers.Wizard]", "no whisper for the Mage"),
        ('text = "Lift the tarpaulin and let everyone see."', 'text = "So' + " so" * 14 + '"', "text: 1 to 14 words, not 15"),
        ("{who} says whose riders wait", "Ines says whose riders wait", "heard does not say {who}"),
        ('close = "Behind', 'close = "Under the tarpaulin in the bow, next to, something Behind', "close: 8 to 20 words"),
        ("You know that cough. You", "Water the colour of tea slides over the boards and around your boots. You", "same as the scene"),
        (
            'text = "There is a plug',
            'text = "You have told stories of swimming for so long that the others count on it. There is a plug',
            "says the same as other",
        ),
        ('reason = "bled on the chain so that all could cross"\n', "", "reason: 4 to 10 words, not 0"),
        ('whom you saw across the river at {place}"', 'whom you saw across the river at {place}."', "clause ends with a stop"),
    ],
)
def test_the_editor_says_what_is_wrong(written, old, new, complaint):
    assert old in GOOD
    changed = GOOD.replace(old, new)
    changed = changed.replace("the boy with {bird}, whom", "the boy whom") if "bird" in complaint else changed
    before = set(complaints([read_situation(written(GOOD))]))
    new_ones = [each for each in complaints([read_situation(written(changed))]) if each not in before]
    assert any(complaint in each for each in new_ones), new_ones


def test_the_editor_sees_a_title_used_twice(written):
    found = complaints([read_situation(written(GOOD)), read_situation(written(GOOD, "another"))])
    assert any("used twice" in each for each in found)
    assert any("same as another whisper" in each for each in found)
