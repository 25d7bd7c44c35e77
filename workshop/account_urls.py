"""Signing in and one's own account."""

from __future__ import annotations

from django.urls import path

from workshop.views import (
    account,
    account_addresses,
    account_password,
    demo,
    new_workshop,
    sign_in,
)

urlpatterns = [
    path("", account.account, name="account"),
    path("welcome/", account.welcome, name="welcome"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("code/", sign_in.enter_code, name="enter_code"),
    path("password/", sign_in.sign_in_with_password, name="sign_in_with_password"),
    path("password/change/", account_password.change_password, name="account_password"),
    path("password/remove/", account_password.remove_password, name="remove_password"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("addresses/add/", account_addresses.add_address, name="account_addresses"),
    path("addresses/code/", account_addresses.enter_address_code, name="enter_address_code"),
    path("addresses/main/", account_addresses.make_main_address, name="make_main_address"),
    path("addresses/remove/", account_addresses.remove_address, name="remove_address"),
    path("demo/", demo.demo, name="demo"),
    path("demo/letters/", demo.demo_letters, name="demo_letters"),
    path("new-workshop/", new_workshop.new_workshop, name="new_workshop"),
]
