"""Powers, legal texts, guidelines, checklists, recommendations, one's own page and inspectors' strength."""

from django.urls import path

from compliance.views import powers, powers_checklists, powers_guides, powers_people, powers_texts

app_name = "powers"

urlpatterns = [
    path("", powers.home, name="home"),
    path("add/", powers.add, name="add"),
    path("power/<uuid:power_id>/", powers.power, name="power"),
    path("power/<uuid:power_id>/confirm/", powers.confirm, name="confirm"),
    path("power/<uuid:power_id>/end/", powers.end, name="end"),
    path("texts/", powers_texts.texts_list, name="texts"),
    path("texts/new/", powers_texts.text_new, name="text_new"),
    path("texts/<uuid:text_id>/", powers_texts.text, name="text"),
    path("texts/<uuid:text_id>/edit/", powers_texts.text_edit, name="text_edit"),
    path("texts/<uuid:text_id>/step/", powers_texts.text_step, name="text_step"),
    path("texts/<uuid:text_id>/file/", powers_texts.text_file, name="text_file"),
    path("guidelines/", powers_guides.guideline_list, name="guidelines"),
    path("guidelines/new/", powers_guides.guideline_new, name="guideline_new"),
    path("guidelines/<uuid:guideline_id>/", powers_guides.guideline, name="guideline"),
    path("guidelines/<uuid:guideline_id>/edit/", powers_guides.guideline_edit, name="guideline_edit"),
    path("guidelines/<uuid:guideline_id>/next/", powers_guides.guideline_next, name="guideline_next"),
    path("guidelines/<uuid:guideline_id>/publish/", powers_guides.guideline_publish, name="guideline_publish"),
    path("guidelines/<uuid:guideline_id>/read/", powers_guides.guideline_read, name="guideline_read"),
    path("checklists/", powers_checklists.checklist_list, name="checklists"),
    path("checklists/draft/", powers_checklists.checklist_draft, name="checklist_draft"),
    path("checklists/<uuid:checklist_id>/", powers_checklists.checklist, name="checklist"),
    path("checklists/<uuid:checklist_id>/publish/", powers_checklists.checklist_publish, name="checklist_publish"),
    path("checklists/<uuid:checklist_id>/add/", powers_checklists.question_new, name="question_new"),
    path("checklists/questions/<uuid:checklist_question_id>/", powers_checklists.question, name="question"),
    path(
        "checklists/questions/<uuid:checklist_question_id>/move/",
        powers_checklists.question_move,
        name="question_move",
    ),
    path("recommendations/", powers_people.recommendation_list, name="recommendations"),
    path("recommendations/<uuid:recommendation_id>/", powers_people.recommendation, name="recommendation"),
    path("recommend/<uuid:case_id>/", powers_people.recommend, name="recommend"),
    path("me/", powers_people.me, name="me"),
    path("me/search/", powers_people.tie_search, name="tie_search"),
    path("me/declare/", powers_people.tie_declare, name="tie_declare"),
    path("me/ties/<uuid:conflict_id>/end/", powers_people.tie_end, name="tie_end"),
    path("strength/", powers_people.strength_page, name="strength"),
]
