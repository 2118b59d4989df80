"""What a new call starts from, by its kind: criteria, questions and rules as data, all of which can be changed."""

from typing import Any

from lms.people.models import Role

from .models import Call, Question

Kind = Question.Kind
PATTERNS: dict[str, dict[str, Any]] = {
    Call.Kind.INSTRUCTORS: {
        "call": {"places": 6, "least_score": 60, "of_a_cluster": False},
        "roles": [],
        "tie_rules": ["criterion", "earlier", "lot"],
        "criteria": [
            {
                "name_it": "Esperienza con i cluster",
                "name_en": "Experience with clusters",
                "help_it": "Anni e responsabilità nella gestione o nel supporto di cluster e reti di imprese.",
                "help_en": "Years and responsibility in managing or supporting clusters and networks of firms.",
                "weight": 30,
                "max_points": 10,
            },
            {
                "name_it": "Competenze documentate",
                "name_en": "Expertise by competence",
                "help_it": "Quanto le prove indicate dimostrano le competenze dichiarate.",
                "help_en": "How well the evidence shows the competences that are claimed.",
                "weight": 35,
                "max_points": 10,
            },
            {
                "name_it": "Saggio didattico",
                "name_en": "Teaching sample",
                "help_it": "Chiarezza, attività, adattamento a chi partecipa.",
                "help_en": "Clarity, activities, fit to the participants.",
                "weight": 25,
                "max_points": 10,
            },
            {
                "name_it": "Lingue",
                "name_en": "Languages",
                "help_it": "Capacità di insegnare in italiano e in inglese.",
                "help_en": "Ability to teach in Italian and in English.",
                "weight": 10,
                "max_points": 10,
            },
        ],
        "questions": [
            {"kind": Kind.FILE, "label_it": "Curriculum vitae", "label_en": "Curriculum vitae"},
            {
                "kind": Kind.LONG,
                "label_it": "Perché vuole insegnare nell’Accademia?",
                "label_en": "Why do you want to teach in the Academy?",
            },
            {
                "kind": Kind.COMPETENCES,
                "label_it": "Le Sue competenze",
                "label_en": "Your expertise",
                "help_it": "Per ciascuna, che cosa la dimostra: progetti, incarichi, pubblicazioni.",
                "help_en": "For each, what shows it: projects, assignments, publications.",
            },
            {
                "kind": Kind.FILE,
                "label_it": "Saggio didattico",
                "label_en": "Teaching sample",
                "help_it": "Il piano di un’ora di lezione, o i materiali di una lezione tenuta.",
                "help_en": "The plan of one hour of teaching, or the materials of a lesson that you gave.",
            },
            {
                "kind": Kind.CHOICE,
                "label_it": "In quali lingue può insegnare?",
                "label_en": "In which languages can you teach?",
                "choices_it": "Solo in italiano\nIn italiano e in inglese\nSolo in inglese",
                "choices_en": "Italian only\nItalian and English\nEnglish only",
            },
            {
                "kind": Kind.YES_NO,
                "label_it": "È disponibile per almeno quattro giornate di docenza all’anno?",
                "label_en": "Are you available for at least four days of teaching a year?",
                "must_be_yes": True,
            },
        ],
    },
    Call.Kind.VISIT: {
        "call": {"places": 18, "least_score": 50, "of_a_cluster": True, "least_per_cluster": 1, "most_per_cluster": 4},
        "roles": [Role.CLUSTER_MANAGER],
        "tie_rules": ["fewer_above", "criterion", "earlier", "lot"],
        "criteria": [
            {
                "name_it": "Che cosa il cluster vuole cambiare",
                "name_en": "What the cluster wants to change",
                "help_it": "Legame con i divari del benchmark e concretezza del cambiamento.",
                "help_en": "Link to the gaps of the benchmark, and how concrete the change is.",
                "weight": 50,
                "max_points": 10,
            },
            {
                "name_it": "Motivazione e ruolo",
                "name_en": "Motivation and role",
                "help_it": "Che cosa la persona può portare a casa e mettere in pratica.",
                "help_en": "What the person can take home and put into practice.",
                "weight": 30,
                "max_points": 10,
            },
            {
                "name_it": "Contributo alla visita",
                "name_en": "Contribution to the visit",
                "help_it": "Che cosa la persona porta alle organizzazioni visitate e al gruppo.",
                "help_en": "What the person brings to the hosts and to the group.",
                "weight": 20,
                "max_points": 10,
            },
        ],
        "questions": [
            {
                "kind": Kind.LONG,
                "label_it": "Perché vuole partecipare?",
                "label_en": "Why do you want to take part?",
            },
            {
                "kind": Kind.LONG,
                "label_it": "Che cosa vuole cambiare il cluster dopo la visita?",
                "label_en": "What does the cluster want to change after the visit?",
            },
            {
                "kind": Kind.LONG,
                "label_it": "Che cosa può portare al gruppo e a chi ci ospita?",
                "label_en": "What can you bring to the group and to the hosts?",
            },
            {
                "kind": Kind.YES_NO,
                "label_it": "Il Suo datore di lavoro approva la partecipazione?",
                "label_en": "Does your employer approve of your taking part?",
                "must_be_yes": True,
            },
            {
                "kind": Kind.FILE,
                "label_it": "Lettera del datore di lavoro",
                "label_en": "Letter of the employer",
                "required": False,
            },
        ],
    },
}
