"""Feedback needs different words, in every script, and is never refused for its language."""

import pytest

from course.reviews.rules import distinct_words, same_words, says_enough
from shared.testing import bearer

SAID = [
    "In week three only one class measures anything.",
    "Üçüncü haftada yalnızca bir sınıf ölçüm yapıyor.",
    "Η ερώτηση κάνει τους μαθητές να θέλουν απάντηση.",
    "На третьей неделе измеряет только один класс.",
    "في الأسبوع الثالث يقيس صف واحد فقط الماء.",
    "בשבוע השלישי רק כיתה אחת מודדת משהו.",
    "तीसरे सप्ताह में केवल एक कक्षा कुछ मापती है।",
    "მესამე კვირას მხოლოდ ერთი კლასი ზომავს წყალს.",
    "Երրորդ շաբաթում միայն մեկ դասարան է չափում։",
    "第三週では一つのクラスだけが測定します。",
    "第三周只有一个班级在测量水质。",
    "세 번째 주에는 한 학급만 측정합니다.",
    "สัปดาห์ที่สามมีเพียงชั้นเรียนเดียวที่วัดน้ำ",
    "ນັກຮຽນຫ້ອງດຽວເທົ່ານັ້ນທີ່ວັດແທກນ້ຳໃນອາທິດທີສາມ",
    "មានតែថ្នាក់មួយប៉ុណ្ណោះដែលវាស់ទឹកនៅសប្តាហ៍ទីបី",
    "တတိယအပတ်တွင် အတန်းတစ်တန်းသာ ရေကိုတိုင်းတာသည်။",
    "Tuần thứ ba chỉ có một lớp đo nước.",
    "በሦስተኛው ሳምንት አንድ ክፍል ብቻ ይለካል።",
]
NOT_SAID = [
    "",
    "good good good good good good good",
    "Good GOOD gOOd good, goood gooood good!",
    "good1 good2 good3 good4 good5 good6",
    "g\u200bood go\u200bod goo\u200bd good good good",
    "güzel Güzel GÜZEL güzel güzel güzel",
    "a b c d e f g h i j k l m n o p q r s t u",
    "......................................",
    "12345 67890 23456 78901 34567 89012",
    "very very good good good very good very good",
    "良い良い良い良い良い良い良い良い良い良い",
    "ดีมากดีมากดีมากดีมากดีมากดีมาก",
    "좋아요 좋아요 좋아요 좋아요 좋아요 좋아요",
    "👍 👍 👏 🎉 😀 😃 😄 😁 👍 👍 👏 🎉",
    "Do it for us now.",
]


@pytest.mark.parametrize("text", SAID)
def test_a_sentence_says_enough_in_its_own_script(text: str) -> None:
    assert says_enough(text), distinct_words(text)


@pytest.mark.parametrize("text", NOT_SAID)
def test_the_same_word_again_is_no_feedback(text: str) -> None:
    assert not says_enough(text), distinct_words(text)


def test_an_action_that_repeats_the_example_in_other_letters_repeats_it() -> None:
    assert same_words("Let both classes measure.", "  LET both classes, measure!! ")
    assert not same_words("Let both classes measure.", "Let one class measure.")


async def test_feedback_without_words_is_refused_field_by_field(world) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(3)]
    (review, *_others) = await world.to_give(pairs[0])
    path = f"/v1/reviews/{review['id']}"
    headers = bearer(pairs[0].ada, "course")
    good = "good good good good good good"
    empty = {**world.feedback, "specific_example": good, "suggested_action": good}
    refused = await world.client.post(path, json=empty, headers=headers)
    assert refused.status_code == 422
    assert {error["pointer"] for error in refused.json()["errors"]} == {
        "/specific_example",
        "/suggested_action",
    }
    example = world.feedback["specific_example"]
    copied = {**world.feedback, "suggested_action": example.upper()}
    refused = await world.client.post(path, json=copied, headers=headers)
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/suggested_action"]
    given = await world.client.post(path, json=world.feedback, headers=headers)
    assert given.status_code == 200
