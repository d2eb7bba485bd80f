"""Addresses of the member's own pages. No number of another record is ever in one of them."""

from django.urls import path

from registration.views.me import card, correcting, entering, home, record, staying

app_name = "me"

urlpatterns = [
    path("", home.home, name="home"),
    path("open/", entering.enter, name="enter"),
    path("open/phone/", entering.phone, name="phone"),
    path("open/code/", entering.code, name="code"),
    path("open/prove/", entering.prove, name="prove"),
    path("close/", entering.leave, name="leave"),
    path("link/", entering.link, name="link"),
    path("record/", record.record, name="record"),
    path("record/numbers/", record.numbers, name="numbers"),
    path("work/", record.work, name="work"),
    path("dependants/", record.dependants, name="dependants"),
    path("readings/", record.readings, name="readings"),
    path("take-out/", record.take_out, name="take_out"),
    path("take-out/file/", record.take_out_file, name="take_out_file"),
    path("consents/", record.consents, name="consents"),
    path("consents/take-back/", record.consent, name="consent"),
    path("language/", record.language, name="language"),
    path("put-right/", correcting.put_right, name="put_right"),
    path("put-right/<slug:what>/", correcting.put_right_one, name="put_right_one"),
    path("put-right/<slug:what>/withdraw/", correcting.withdraw, name="withdraw"),
    path("card/", card.card, name="card"),
    path("card/make/", card.make, name="card_make"),
    path("card/lost/", card.lost, name="card_lost"),
    path("card/paper/", card.paper, name="card_paper"),
    path("payments/", staying.payments, name="payments"),
    path("stop/", staying.stop, name="stop"),
    path("stay/", staying.stay, name="stay"),
]
