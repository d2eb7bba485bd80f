"""Courses of officials: what is taught, sessions with who takes part, certificates, refreshers."""

from django.urls import path

from outreach.views import trainings

app_name = "outreach_trainings"

urlpatterns = [
    path("", trainings.courses, name="courses"),
    path("new/", trainings.course_new, name="course_new"),
    path("refreshers/", trainings.refreshers, name="refreshers"),
    path("<uuid:course_id>/", trainings.course, name="course"),
    path("<uuid:course_id>/edit/", trainings.course_edit, name="course_edit"),
    path("<uuid:course_id>/retire/", trainings.course_retire, name="course_retire"),
    path("sessions/<uuid:activity_id>/", trainings.session, name="session"),
    path("sessions/<uuid:activity_id>/course/", trainings.give, name="give"),
    path("sessions/<uuid:activity_id>/enrol/", trainings.enrol, name="enrol"),
    path("sessions/<uuid:activity_id>/came/", trainings.came, name="came"),
    path("people/<uuid:enrolment_id>/assess/", trainings.assess, name="assess"),
    path("people/<uuid:enrolment_id>/paper/", trainings.paper_again, name="paper_again"),
    path("people/<uuid:enrolment_id>/certificate/", trainings.certificate, name="certificate"),
]
