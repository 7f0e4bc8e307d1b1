"""What the demo's teachers write about themselves and their classes, in several languages."""

HEADLINES = (
    "Looking for a class that likes to ask questions",
    "Small steps, real results, and pupils who write to pupils",
    "We have a school garden and many ideas",
    "Stories from two places, one book in the end",
    "Science outdoors, with whatever the street offers",
    "My pupils film, draw and code; I bring the tea",
    "Let us compare our rivers",
)
FIRST_HEADLINE = "First international project: patient and curious"
ABOUT = {
    "en": (
        (
            "I have taught for {years} years and would like my pupils to meet others of their age. "
            "We meet twice a week for projects and are used to working in small groups. "
            "I answer mails within two days, more slowly at the end of term."
        ),
        (
            "Our school is small and far from the capital, so a partner abroad means a lot to us. "
            "I have {years} years of experience and like to plan early and simply."
        ),
    ),
    "tr": (
        (
            "{years} yıldır öğretmenim. Öğrencilerimin başka ülkelerden yaşıtlarıyla birlikte "
            "çalışmasını istiyorum. Haftada iki saatimiz projelere ayrılmış durumda."
        ),
        (
            "Okulumuz küçük ama meraklı. {years} yıllık öğretmenlik deneyimimle ilk uluslararası "
            "projemi birlikte planlayacağım bir ortak arıyorum."
        ),
    ),
    "it": (
        (
            "Insegno da {years} anni. I miei alunni amano raccontare il loro territorio e vorrebbero "
            "conoscere coetanei di un altro paese."
        ),
    ),
    "es": (
        (
            "Llevo {years} años en la enseñanza. Busco una clase con la que crear algo juntos, "
            "paso a paso y sin prisas."
        ),
    ),
    "fr": (
        (
            "J'enseigne depuis {years} ans. Mes élèves aiment écrire, filmer et poser des questions ; "
            "nous cherchons une classe pour un projet commun."
        ),
    ),
    "pl": (
        (
            "Uczę od {years} lat. Szukam klasy, z którą moi uczniowie mogliby wspólnie zrobić coś "
            "prawdziwego i po drodze ćwiczyć języki."
        ),
    ),
    "de": (
        (
            "Ich unterrichte seit {years} Jahren. Meine Klasse arbeitet gern in kleinen Gruppen und "
            "freut sich auf Gleichaltrige aus einem anderen Land."
        ),
    ),
    "ro": (
        (
            "Predau de {years} ani. Elevii mei sunt curioși și își doresc colegi de proiect din altă "
            "țară."
        ),
    ),
}
CLASS_DESCRIPTIONS = {
    "en": (
        "A lively class; several pupils are new to the country and help us see things afresh.",
        "We keep a class diary and would gladly share it.",
        "Quiet at first, then very inventive. Half of them play an instrument.",
        "A mixed class with two pupils who use a screen reader; we plan for that from the start.",
        "They love measuring things. Last year we counted the birds around the school.",
    ),
    "tr": (
        "Meraklı ve hareketli bir sınıf. Geçen yıl okulun çevresindeki kuşları saydık.",
        "Önce sessiz, sonra çok yaratıcılar. Yarısı bir müzik aleti çalıyor.",
    ),
    "it": (
        "Una classe vivace: alcuni sono arrivati da poco e ci aiutano a guardare con altri occhi.",
        "Teniamo un diario di classe e ci piacerebbe condividerlo.",
    ),
    "es": (
        "Les encanta medir cosas. El año pasado contamos los pájaros de alrededor de la escuela.",
        "Tímidos al principio, luego muy creativos. La mitad toca un instrumento.",
    ),
    "fr": ("Une classe curieuse qui tient un journal et aimerait le partager.",),
    "pl": ("Lubią mierzyć i liczyć. W zeszłym roku liczyliśmy ptaki wokół szkoły.",),
    "de": ("Erst still, dann sehr erfinderisch. Die Hälfte spielt ein Instrument.",),
    "ro": ("O clasă plină de viață, care ține un jurnal și l-ar împărtăși cu plăcere.",),
}
INVITATIONS = (
    (
        "Hello! Your class and mine are of the same age and both like working outdoors. "
        "Would you like to try a project together?"
    ),
    (
        "Dear colleague, I read your profile and liked how you work. My pupils would be happy to "
        "meet yours. Shall we talk?"
    ),
    "Hi! We both wrote about our rivers. Could that become a project?",
)
MESSAGES = (
    "Hello, nice to meet you! When would a first call suit you?",
    "Tuesday after lunch is good here. I will send a few ideas before.",
    "My pupils already ask what yours are like. Shall they write short letters first?",
    "I put our first thoughts into the plan. Please change whatever you like.",
    "We had a holiday on Monday, so I am a little late. Back now!",
    "The pupils loved your video. They want to answer in the same way.",
    "Our head teacher agrees. We may use the computer room on Thursdays.",
    "Could we move the call by half an hour? My bus is always late on that day.",
    "Two of mine asked whether yours eat lunch at school. A good first question, I think.",
    "I wrote down what we said in the tasks, so that neither of us forgets it.",
    "Next week is exam week here; I can read but not do much. After that I am all yours.",
    "Thank you for the photos of the classroom wall! Ours will hang next to it.",
)
AGREEMENT = {
    "language": "en",
    "reply_within_days": 3,
    "channel": "The conversation here; a call when something is urgent.",
    "meetings": "Every second week, twenty minutes, at one of our common hours.",
    "privacy": "Pupils by first letters only, no faces. Nothing leaves this room without both of us.",
    "fallback": "We tell each other early, and whoever stays may finish with what is there.",
}
MILESTONES = (
    "Classes introduce themselves",
    "Each class explores and sends what it found",
    "Mixed groups compare and ask back",
    "The product is put together and shown",
)

PLANS = (
    ("Two rivers", "What does our river tell us about how we live?", "science", "water"),
    (
        "Bread and stories",
        "What do we learn about each other from what we eat?",
        "languages",
        "food",
    ),
    ("The sound of our streets", "How does a place sound, and who decides?", "arts", "city"),
    ("Weather diaries", "Is our weather changing, and how would we know?", "geography", "climate"),
    ("A museum in a suitcase", "Which ten things explain our town?", "history_civics", "heritage"),
    ("Games we grew up with", "What makes a game fair?", "sport", "sport"),
    ("Numbers of everyday life", "Where does mathematics hide at home?", "maths", "maths_in_life"),
    ("Robots that help", "What should a machine do for others?", "ict", "robotics"),
    ("One fairy tale, two endings", "Why do we tell stories?", "languages", "stories"),
    ("Seeds on the move", "How do plants travel?", "science", "nature"),
    ("Our school, your school", "What would make our school better?", "primary", "democracy"),
    ("Songs without borders", "What does a song need no words for?", "music", "music"),
)
SUMMARY = (
    "Pupils of both classes look at the same question at home, share what they find, and make one "
    "product together. Each step is small enough for one lesson a week."
)
LEAVING = "I change to another school next week and cannot take my class with me."
RESULT_DONE = (
    "Each class explored its own surroundings for two weeks and sent what it found. Mixed groups "
    "compared, asked back, and chose what to show. In the last week everything was put together."
)
RESULT_LEARNED = (
    "To ask precise questions, to wait for an answer, and that 'normal' differs from place to "
    "place. Several pupils now write to each other on their own initiative through the school."
)
