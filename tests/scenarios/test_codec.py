import json

from hypothesis import given
from hypothesis import strategies as st

from games.scenarios.codec import scenario_from_json, scenario_to_json, story_from_json, story_to_json
from games.scenarios.model import Conduct, Memory, Moment, Scenario, Story, Times, Treatment

from .tables import memory, scenario

texts = st.text(max_size=40)
numbers = st.integers(0, 100)
memories = st.builds(
    Memory, texts, texts, texts, st.sampled_from(Treatment), st.lists(texts, max_size=3).map(tuple), numbers, st.booleans()
)
conducts = st.builds(Conduct, texts, st.lists(st.builds(Times, texts, numbers), max_size=3).map(tuple), numbers)
moments = st.builds(Moment, numbers, texts, texts)


def tuples(of):
    return st.lists(of, max_size=4).map(tuple)


@given(st.builds(Story, tuples(texts), tuples(memories), tuples(conducts), tuples(moments), tuples(numbers)))
def test_a_story_comes_back_equal(story):
    assert story_from_json(json.loads(json.dumps(story_to_json(story)))) == story


@given(texts, st.none() | memories)
def test_a_scenario_comes_back_equal(scene, returning):
    told = scenario(returning=returning)
    told = Scenario(**{name: getattr(told, name) for name in told.__dataclass_fields__} | {"public_scene": scene})
    back = scenario_from_json(json.loads(json.dumps(scenario_to_json(told))))
    assert back == told
    assert type(back.theme) is type(told.theme)
    assert hash(back) == hash(told)


def test_what_is_written_is_plain_json_already():
    written = scenario_to_json(scenario(returning=memory()))
    assert written == json.loads(json.dumps(written))


def test_an_empty_record_is_a_story_not_begun():
    assert story_from_json({}) == Story()
